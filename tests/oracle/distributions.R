# Writes tests/vectors/distributions.txt: values of base R's distribution functions, 17 digits.
# Run from the top of the tree: Rscript tests/oracle/distributions.R > tests/vectors/distributions.txt
cat("# Source: ", R.version.string, ", base package stats; made by tests/oracle/distributions.R\n", sep = "")
cat("# function arguments... value\n")
put <- function(name, ...) {
    numbers <- c(...)
    cat(name, sprintf("%.17g", numbers), "\n", sep = " ")
}
for (x in c(-37, -8, -3, -1.96, -0.5, 0, 0.001, 1, 2.5, 6)) put("normal_cdf", x, pnorm(x))
for (p in c(1e-300, 1e-12, 0.001, 0.025, 0.05, 0.3, 0.5, 0.501, 0.8, 0.975, 0.995, 1 - 1e-9)) {
    put("normal_quantile", p, qnorm(p))
}
for (ab in list(c(0.5, 0.5), c(7.5, 11.5), c(1, 3), c(0.5, 200), c(40, 1.5), c(31.5, 27.5), c(5e5, 0.5), c(3e4, 2e4))) {
    put("log_beta", ab, lbeta(ab[1], ab[2]))
    for (p in c(1e-6, 0.025, 0.2, 0.5, 0.9, 0.975)) {
        x <- qbeta(p, ab[1], ab[2])
        put("incomplete_beta", x, ab, pbeta(x, ab[1], ab[2]))
        put("beta_quantile", p, ab, x)
    }
}
for (df in c(1, 2, 3.5, 9, 30, 120, 2799, 1e6)) {
    for (p in c(1e-6, 0.025, 0.05, 0.25, 0.45, 0.6, 0.95, 0.975, 0.995)) put("student_t_quantile", p, df, qt(p, df))
    for (t in c(-4, -1, -0.01, 0.3, 2, 10)) put("student_t_cdf", t, df, pt(t, df))
}
