package org.hsdpo.text.name;

import java.util.function.Function;
import opennlp.tools.namefind.TokenNameFinderModel;
import org.hsdpo.text.language.LoadedModel;
import org.hsdpo.text.language.NoteLanguage;

/** The models that training made; docs/model-cards/note-names.md says what they are worth. */
public final class NameModel {
    private NameModel() {}

    /** File of the model of a language, beside this class. */
    public static String file(NoteLanguage language) {
        return "note-names-" + language.code() + ".bin";
    }

    static LoadedModel<TokenNameFinderModel> shipped(NoteLanguage language) {
        String folder = NameModel.class.getPackageName().replace('.', '/') + "/";
        return LoadedModel.of(
                "note-names-" + language.code(),
                folder + file(language),
                TokenNameFinderModel::new,
                Function.identity());
    }
}
