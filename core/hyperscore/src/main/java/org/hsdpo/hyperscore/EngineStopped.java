package org.hsdpo.hyperscore;

/** An engine was stopped, or not let in, by its {@link EngineRoom}; the message says why and holds nothing of a patient. */
public final class EngineStopped extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EngineStopped(String why) {
        super(why);
    }

    /** Why an engine failed, in words that hold nothing of a patient: of other failures the type alone. */
    static String why(RuntimeException failure) {
        return failure instanceof EngineStopped
                ? failure.getMessage()
                : "failed: " + failure.getClass().getSimpleName();
    }
}
