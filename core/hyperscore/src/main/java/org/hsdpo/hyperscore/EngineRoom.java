package org.hsdpo.hyperscore;

import java.util.function.Supplier;

/**
 * Where the engines work: may bound the time and the room of each, so that one that hangs does not take the others with
 * it.
 */
public interface EngineRoom {
    /** On the calling thread, for as long as it takes. */
    EngineRoom OPEN = new EngineRoom() {
        @Override
        public <T> T work(Engine engine, Supplier<T> work) {
            return work.get();
        }
    };

    /**
     * Lets an engine do one piece of work.
     *
     * @return the result; a failure of the work is thrown as it was
     * @throws EngineStopped where the engine did not keep to its bounds
     */
    <T> T work(Engine engine, Supplier<T> work);
}
