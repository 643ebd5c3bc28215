package org.hsdpo.text.language;

import java.util.List;
import opennlp.tools.postag.POSModel;
import opennlp.tools.postag.POSTagFormat;
import opennlp.tools.postag.ThreadSafePOSTaggerME;
import opennlp.tools.sentdetect.SentenceModel;
import opennlp.tools.sentdetect.ThreadSafeSentenceDetectorME;
import opennlp.tools.tokenize.ThreadSafeTokenizerME;
import opennlp.tools.tokenize.TokenizerModel;
import org.hsdpo.text.note.KnowledgeVersion;

/**
 * The Apache OpenNLP models of one language (Universal Dependencies treebanks: English EWT, German GSD), in their
 * thread-safe forms: the plain forms mix up the results of concurrent callers.
 */
final class LanguageModels {
    private final LoadedModel<ThreadSafeSentenceDetectorME> sentences;
    private final LoadedModel<ThreadSafeTokenizerME> tokens;
    private final LoadedModel<ThreadSafePOSTaggerME> tags;

    LanguageModels(NoteLanguage language) {
        sentences = LoadedModel.of(
                "opennlp-models-sentdetect-" + language.code(),
                language.model("sentence"),
                SentenceModel::new,
                ThreadSafeSentenceDetectorME::new);
        tokens = LoadedModel.of(
                "opennlp-models-tokenizer-" + language.code(),
                language.model("tokens"),
                TokenizerModel::new,
                ThreadSafeTokenizerME::new);
        tags = LoadedModel.of(
                "opennlp-models-pos-" + language.code(),
                language.model("pos"),
                POSModel::new,
                model -> new ThreadSafePOSTaggerME(model, POSTagFormat.UD));
    }

    ThreadSafeSentenceDetectorME sentences() {
        return sentences.tool();
    }

    ThreadSafeTokenizerME tokens() {
        return tokens.tool();
    }

    ThreadSafePOSTaggerME tags() {
        return tags.tool();
    }

    List<KnowledgeVersion> versions() {
        return List.of(sentences.version(), tokens.version(), tags.version());
    }
}
