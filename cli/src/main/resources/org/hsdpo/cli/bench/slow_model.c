/* The slow model of the digital twin for deSolve; order of state and parameters: org.hsdpo.twin.SlowEquations.
   DRUGS, how many drugs the twins take, is given to the compiler. */
#include <math.h>

enum { COMMON = 28, PER_DRUG = 20, FIRST_EFFECT = 6, PARAMETERS = COMMON + PER_DRUG * DRUGS };

static double p[PARAMETERS];

static double positive(double x) { return x > 0 ? x : 0; }

void set_parameters(void (*fill)(int *, double *)) {
    int n = PARAMETERS;
    fill(&n, p);
}

void derivatives(int *n, double *week, const double *y, double *dy, double *out, int *ip) {
    double hepatic = 0, sensitivity = 0, secretagogue = 0, incretin = 0, renal = 0, prandial = 0, exogenous = 0;
    double on_weight = 0, dip = 0, protection = 0, decline = 0;
    int at = FIRST_EFFECT;
    for (int j = 0; j < DRUGS; j++) {
        const double *drug = p + COMMON + PER_DRUG * j;
        double fast = y[at], effect = fast * drug[8];
        hepatic += drug[9] * effect;
        sensitivity += drug[10] * effect;
        secretagogue += drug[11] * effect;
        incretin += drug[12] * effect;
        renal += drug[13] * effect;
        prandial += drug[14] * effect;
        exogenous += drug[15] * effect;
        on_weight += drug[16] * y[at + 1];
        dip += drug[17] * fast;
        protection += drug[18] * fast;
        decline += drug[19] * fast;
        at += drug[5] > 0 ? 3 : 2;
    }
    double slow = on_weight * p[5], relative_weight = p[20] * (1 + slow), relative_egfr = y[5] * (1 - dip) / p[21];
    at = FIRST_EFFECT;
    for (int j = 0; j < DRUGS; j++) {
        const double *drug = p + COMMON + PER_DRUG * j;
        double steady = drug[2];
        if (drug[3] != 0) steady *= pow(relative_weight, -drug[3]);
        if (drug[4] != 0) steady *= pow(relative_egfr, -drug[4]);
        double concentration = drug[5] > 0 ? y[at + 2] : steady;
        double target = concentration / (drug[0] == 1 ? drug[1] : drug[1] + concentration);
        dy[at] = (target - y[at]) * drug[6];
        dy[at + 1] = (target - y[at + 1]) * drug[7];
        if (drug[5] > 0) dy[at + 2] = (steady - concentration) * drug[5];
        at += drug[5] > 0 ? 3 : 2;
    }
    renal *= pow(relative_egfr, p[25]);
    incretin += p[26] * renal;
    prandial += p[27] * renal;
    double glucose = y[0], insulin = y[1];
    double production = (1 + p[6] * slow) * y[3] / ((1 + hepatic) * (1 + sensitivity));
    double secreted =
        p[1] * y[2] * ((1 + secretagogue) * positive(glucose - p[16]) + incretin * positive(glucose - p[17]));
    dy[0] = p[12] * (p[0] * production / insulin + p[14] * positive(p[15] - glucose) - glucose
                     - renal * positive(glucose - p[18]));
    dy[1] = p[13] * (secreted + exogenous - insulin);
    dy[2] = -y[2] * p[4] * positive(1 + decline);
    dy[3] = y[3] * p[7];
    double free = p[8] * glucose + p[2] * sqrt(production / y[2]) / (1 + prandial);
    double below = p[22] - free;
    double mean = free + p[23] / 2 * (below + sqrt(below * below + 4 * p[24] * p[24]));
    dy[4] = p[11] * ((mean - p[10]) / p[9] + p[3] - y[4]);
    dy[5] = -y[5] * p[19] * positive(1 - protection);
}
