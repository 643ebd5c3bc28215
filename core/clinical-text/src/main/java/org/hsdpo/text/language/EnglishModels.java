package org.hsdpo.text.language;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.langdetect.ThreadSafeLanguageDetectorME;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.ThreadSafePOSTaggerME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.sentdetect.ThreadSafeSentenceDetectorME;
import opennlp.tools.tokenize.ThreadSafeTokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.hsdpo.text.note.KnowledgeVersion;

/**
 * The Apache OpenNLP models for English (Universal Dependencies EWT treebank) and the detector of 103 languages, in
 * their thread-safe forms: the plain forms mix up the results of concurrent callers.
 */
final class EnglishModels {
    private interface Reader<M> {
        M read(InputStream in) throws IOException;
    }

    private final List<KnowledgeVersion> versions = new ArrayList<>();
    private final ThreadSafeLanguageDetectorME languages;
    private final ThreadSafeSentenceDetectorME sentences;
    private final ThreadSafeTokenizerME tokens;
    private final ThreadSafePOSTaggerME tags;

    EnglishModels() {
        LanguageDetectorModel language =
                model("opennlp-models-langdetect", "langdetect-183.bin", LanguageDetectorModel::new);
        SentenceModel sentence =
                model("opennlp-models-sentdetect-en", "opennlp-en-ud-ewt-sentence-1.3-2.5.4.bin", SentenceModel::new);
        TokenizerModel token =
                model("opennlp-models-tokenizer-en", "opennlp-en-ud-ewt-tokens-1.3-2.5.4.bin", TokenizerModel::new);
        POSModel tag = model("opennlp-models-pos-en", "opennlp-en-ud-ewt-pos-1.3-2.5.4.bin", POSModel::new);
        languages = new ThreadSafeLanguageDetectorME(language);
        sentences = new ThreadSafeSentenceDetectorME(sentence);
        tokens = new ThreadSafeTokenizerME(token);
        tags = new ThreadSafePOSTaggerME(tag, POSTagFormat.UD);
    }

    ThreadSafeLanguageDetectorME languages() {
        return languages;
    }

    ThreadSafeSentenceDetectorME sentences() {
        return sentences;
    }

    ThreadSafeTokenizerME tokens() {
        return tokens;
    }

    ThreadSafePOSTaggerME tags() {
        return tags;
    }

    List<KnowledgeVersion> versions() {
        return List.copyOf(versions);
    }

    private <M> M model(String component, String file, Reader<M> reader) {
        try (InputStream in = EnglishModels.class.getResourceAsStream("/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the OpenNLP model " + file + " is not on the class path");
            }
            byte[] content = in.readAllBytes();
            versions.add(new KnowledgeVersion(component, file, hash(content)));
            return reader.read(new ByteArrayInputStream(content));
        } catch (IOException e) {
            throw new UncheckedIOException("the OpenNLP model " + file + " cannot be read", e);
        }
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
