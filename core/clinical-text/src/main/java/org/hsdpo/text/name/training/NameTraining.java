package org.hsdpo.text.name.training;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import opennlp.tools.namefind.BioCodec;
import opennlp.tools.namefind.NameFinderME;
import opennlp.tools.namefind.NameSample;
import opennlp.tools.namefind.TokenNameFinderFactory;
import opennlp.tools.namefind.TokenNameFinderModel;
import opennlp.tools.util.ObjectStreamUtils;
import opennlp.tools.util.TrainingParameters;
import org.hsdpo.text.language.NoteLanguage;
import org.hsdpo.text.lexeme.Lexeme;
import org.hsdpo.text.lexeme.LexemeScanner;
import org.hsdpo.text.name.NameTokens;

/** Trains the recogniser of names. */
public final class NameTraining {
    /** Seed of the sentences that the shipped models learnt from. */
    public static final long SEED = 20261123;
    /** Sentences that the shipped models learnt from, in each language. */
    public static final int SENTENCES = 40_000;

    private static final int ITERATIONS = 60;
    /** A word or an ending seen less often teaches nothing and makes the model large. */
    private static final int CUTOFF = 5;

    private NameTraining() {}

    /** The shipped model of a language, again: the same bytes each time. */
    public static byte[] shipped(NoteLanguage language) {
        return train(language, new SentenceGrammar(language).draw(SENTENCES, new SplittableRandom(SEED)));
    }

    /** A model trained on sentences. */
    public static byte[] train(NoteLanguage language, List<MarkedSentence> sentences) {
        TrainingParameters parameters = TrainingParameters.defaultParams();
        parameters.put(TrainingParameters.ITERATIONS_PARAM, ITERATIONS);
        parameters.put(TrainingParameters.CUTOFF_PARAM, CUTOFF);
        parameters.put("BeamSize", 1);
        try (InputStream features = NameTraining.class.getResourceAsStream("features.xml")) {
            TokenNameFinderModel model = NameFinderME.train(
                    language.code(),
                    null,
                    ObjectStreamUtils.createObjectStream(samples(language, sentences)),
                    parameters,
                    new TokenNameFinderFactory(features.readAllBytes(), Map.of(), new BioCodec()));
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            model.serialize(out);
            return withoutTime(out.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<NameSample> samples(NoteLanguage language, List<MarkedSentence> sentences) {
        return sentences.stream().map(each -> sample(language, each)).toList();
    }

    private static NameSample sample(NoteLanguage language, MarkedSentence sentence) {
        List<Lexeme> lexemes = LexemeScanner.scan(sentence.text(), language.numbers());
        NameTokens tokens = NameTokens.of(lexemes, 0, lexemes.size(), sentence.section());
        List<opennlp.tools.util.Span> names = new ArrayList<>();
        for (MarkedSentence.Name name : sentence.names()) {
            int from = index(lexemes, name.span().start());
            int to = index(lexemes, name.span().end());
            if (from < to) {
                names.add(new opennlp.tools.util.Span(from, to, name.kind().name()));
            }
        }
        return new NameSample(
                null, tokens.words(), names.toArray(opennlp.tools.util.Span[]::new), tokens.sections(), false);
    }

    private static int index(List<Lexeme> lexemes, int offset) {
        int index = 0;
        while (index < lexemes.size() && lexemes.get(index).start() < offset) {
            index++;
        }
        return index;
    }

    /** OpenNLP writes the moment of training into the model, which would make every training differ. */
    private static byte[] withoutTime(byte[] model) throws IOException {
        Map<String, byte[]> entries = new TreeMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(model))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries.put(entry.getName(), in.readAllBytes());
            }
        }
        entries.computeIfPresent("manifest.properties", (name, content) -> manifest(content));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Map.Entry<String, byte[]> each : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(each.getKey());
                entry.setTimeLocal(java.time.LocalDateTime.of(1980, 1, 1, 0, 0));
                zip.putNextEntry(entry);
                zip.write(each.getValue());
                zip.closeEntry();
            }
        }
        return out.toByteArray();
    }

    private static byte[] manifest(byte[] content) {
        List<String> lines = new String(content, StandardCharsets.ISO_8859_1)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.startsWith("Timestamp=") ? "Timestamp=0" : line)
                .sorted()
                .toList();
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
