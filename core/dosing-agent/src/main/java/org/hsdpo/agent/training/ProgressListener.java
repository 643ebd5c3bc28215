package org.hsdpo.agent.training;

/** Told how a training goes. */
@FunctionalInterface
public interface ProgressListener {
    /**
     * @param stage what is being done, for people
     * @param done share of the stage, 0 to 1
     */
    void progress(String stage, double done);
}
