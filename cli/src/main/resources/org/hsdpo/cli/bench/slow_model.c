/* The slow model of the digital twin for deSolve; order of state and parameters: org.hsdpo.twin.SlowEquations. */
#include <math.h>

enum { COMMON = 18, PER_DRUG = 11, DRUGS = 2, FIRST_EFFECT = 5, PARAMETERS = COMMON + PER_DRUG * DRUGS };

static double p[PARAMETERS];

static double positive(double x) { return x > 0 ? x : 0; }

void set_parameters(void (*fill)(int *, double *)) {
    int n = PARAMETERS;
    fill(&n, p);
}

void derivatives(int *n, double *week, const double *y, double *dy, double *out, int *ip) {
    double hepatic = 0, sensitivity = 0, secretagogue = 0, incretin = 0, prandial = 0, weight = 0, decline = 0;
    for (int j = 0; j < DRUGS; j++) {
        const double *drug = p + COMMON + PER_DRUG * j;
        double fast = y[FIRST_EFFECT + 2 * j], slow = y[FIRST_EFFECT + 2 * j + 1], effect = fast * drug[3];
        dy[FIRST_EFFECT + 2 * j] = (drug[0] - fast) * drug[1];
        dy[FIRST_EFFECT + 2 * j + 1] = (drug[0] - slow) * drug[2];
        hepatic += drug[4] * effect;
        sensitivity += drug[5] * effect;
        secretagogue += drug[6] * effect;
        incretin += drug[7] * effect;
        prandial += drug[8] * effect;
        weight += drug[9] * slow;
        decline += drug[10] * fast;
    }
    double glucose = y[0], insulin = y[1];
    double production = (1 + p[6] * weight * p[5]) * y[3] / ((1 + hepatic) * (1 + sensitivity));
    double secreted =
        p[1] * y[2] * ((1 + secretagogue) * positive(glucose - p[16]) + incretin * positive(glucose - p[17]));
    dy[0] = p[12] * (p[0] * production / insulin + p[14] * positive(p[15] - glucose) - glucose);
    dy[1] = p[13] * (secreted - insulin);
    dy[2] = -y[2] * p[4] * positive(1 + decline);
    dy[3] = y[3] * p[7];
    double mean = p[8] * glucose + p[2] * sqrt(production / y[2]) / (1 + prandial);
    dy[4] = p[11] * ((mean - p[10]) / p[9] + p[3] - y[4]);
}
