# Solves every twin of twins.csv (state, then parameters, a row each) with deSolve's lsoda, the equations in compiled C.
# Arguments: folder, number of states, weeks, tolerances. For each tolerance: a line "tolerance seconds", the least
# processor time of three rounds that keep the end only, and a file with HbA1c of every twin (row) and week (column).
library(deSolve)
arguments <- commandArgs(trailingOnly = TRUE)
folder <- arguments[1]
states <- as.integer(arguments[2])
weeks <- as.integer(arguments[3])
dyn.load(file.path(folder, paste0("slow_model", .Platform$dynlib.ext)))
twins <- as.matrix(read.csv(file.path(folder, "twins.csv"), header = FALSE))
start <- twins[, seq_len(states)]
parameters <- twins[, -seq_len(states)]
repeats <- 10 # the processor's clock counts milliseconds
solve <- function(twin, times, tolerance) {
  lsoda(start[twin, ], times, "derivatives", parameters[twin, ], dllname = "slow_model", initfunc = "set_parameters",
        rtol = tolerance, atol = tolerance, maxsteps = 1e6)
}
for (tolerance in arguments[-(1:3)]) {
  limit <- as.numeric(tolerance)
  hba1c <- t(sapply(seq_len(nrow(twins)), function(twin) solve(twin, 0:weeks, limit)[-1, 6]))
  write.table(hba1c, file.path(folder, paste0("hba1c-", tolerance, ".csv")), sep = ",", row.names = FALSE,
              col.names = FALSE)
  seconds <- min(replicate(3, {
    begun <- proc.time()
    for (again in seq_len(repeats)) for (twin in seq_len(nrow(twins))) solve(twin, c(0, weeks), limit)
    sum((proc.time() - begun)[1:2]) / repeats
  }))
  cat(tolerance, seconds, "\n")
}
