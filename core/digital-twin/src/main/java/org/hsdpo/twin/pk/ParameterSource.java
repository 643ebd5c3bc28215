package org.hsdpo.twin.pk;

/**
 * The parameters of one person at each record, and the directions in which their influence is wanted. As in NONMEM, the
 * values at a record hold for the time since the record before it.
 */
public interface ParameterSource {
    /** Number of directions; 0 where only the amounts are wanted. */
    int directions();

    /** Position of the one parameter a direction acts on. */
    int parameter(int direction);

    /**
     * Writes the parameters at a record, and by direction the derivative of its parameter there (0 where it does not act).
     *
     * @param row record from 0
     */
    void at(int row, double[] parameters, double[] slopes);

    /** The same parameters at every record, without directions. */
    static ParameterSource constant(double... values) {
        double[] copy = values.clone();
        return new ParameterSource() {
            @Override
            public int directions() {
                return 0;
            }

            @Override
            public int parameter(int direction) {
                throw new IndexOutOfBoundsException(direction);
            }

            @Override
            public void at(int row, double[] parameters, double[] slopes) {
                System.arraycopy(copy, 0, parameters, 0, copy.length);
            }
        };
    }
}
