# Writes tests/vectors/rates.txt.
# Run from the top of the tree: Rscript tests/oracle/rates.R > tests/vectors/rates.txt
cat("# Source: ", R.version.string, ", package stats (prop.test(correct = FALSE), qbeta, aov, p.adjust, quantile);\n", sep = "")
cat("# made by tests/oracle/rates.R. Each line: name, arguments, value(s) last.\n")
put <- function(name, ...) cat(name, sprintf("%.17g", c(...)), "\n", sep = " ")
wilson <- function(x, n) as.numeric(suppressWarnings(prop.test(x, n, correct = FALSE))$conf.int)
jeffreys <- function(x, n) c(if (x == 0) 0 else qbeta(.025, x + .5, n - x + .5), if (x == n) 1 else qbeta(.975, x + .5, n - x + .5))
for (xn in list(c(7, 18), c(31, 58), c(0, 5), c(5, 5), c(1, 40), c(333, 1000))) {
    put("wilson", xn, wilson(xn[1], xn[2]))
    put("jeffreys", xn, jeffreys(xn[1], xn[2]))
}
newcombe <- function(a, m, b, n) {
    w1 <- wilson(a, m); w2 <- wilson(b, n); d <- a / m - b / n
    c(d, d - sqrt((a / m - w1[1])^2 + (w2[2] - b / n)^2), d + sqrt((w1[2] - a / m)^2 + (b / n - w2[1])^2))
}
for (v in list(c(7, 18, 31, 58), c(0, 10, 10, 10), c(56, 70, 48, 80))) put("newcombe", v, do.call(newcombe, as.list(v)))
# Intra-day correlation by one-way analysis of variance with the usual n0 for unequal days; arguments hits1 n1 hits2 n2 ...
icc <- function(hits, n) {
    y <- unlist(mapply(function(h, k) c(rep(1, h), rep(0, k - h)), hits, n, SIMPLIFY = FALSE))
    day <- factor(rep(seq_along(n), n))
    ms <- summary(aov(y ~ day))[[1]][["Mean Sq"]]
    n0 <- (sum(n) - sum(n^2) / sum(n)) / (length(n) - 1)
    (ms[1] - ms[2]) / (ms[1] + (n0 - 1) * ms[2])
}
for (d in list(list(c(3, 0, 1, 4, 0), c(4, 3, 2, 4, 5)), list(c(1, 1, 2, 1, 1, 1), c(3, 3, 4, 2, 3, 3)), list(c(2, 0), c(2, 6)))) {
    put("icc", as.numeric(rbind(d[[1]], d[[2]])), icc(d[[1]], d[[2]]))
}
p <- c(.001, .008, .039, .041, .042, .06, .074, .205, .212, .216, .222, .251, .269, .275, .34)
put("bh", p.adjust(p, "BH")); put("by", p.adjust(p, "BY"))
x <- c(6, 7, 5, 8, 6, 4, 7, 5, 6, 3, 5, 6, 4, 5, 3, 4, 6, 2, 4, 3, 5, 2, 3, 4, 2, 3, 1, 4, 2, 3)
for (q in c(0, .1, .25, .5, .77, 1)) put("quantile_x", q, quantile(x, q, names = FALSE))
put("sd_x", sd(x)); put("mad_x", mad(x)); put("mean_x", mean(x))
# The exact circular block bootstrap of a mean and a median of nine days in blocks of three: all 729 draws.
days <- x[c(1, 4, 7, 10, 13, 16, 19, 22, 27)]
starts <- expand.grid(0:8, 0:8, 0:8)
draws <- apply(starts, 1, function(s) days[(rep(s, each = 3) + 0:2) %% 9 + 1])
means <- colMeans(draws); medians <- apply(draws, 2, median)
put("days", days)
put("exact_mean", quantile(means, c(.025, .975), type = 1, names = FALSE), sd(means) * sqrt(728 / 729))
put("exact_median", quantile(medians, c(.025, .975), type = 1, names = FALSE))
