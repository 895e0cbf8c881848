# Writes tests/vectors/association.txt: lagged association and matched comparison, written down a second time in base R.
# Run from the top of the tree: Rscript tests/oracle/association.R > tests/vectors/association.txt
cat("# Source: ", R.version.string, ", base R; made by tests/oracle/association.R. Missing days are -99.\n", sep = "")
put <- function(name, ...) cat(name, sprintf("%.17g", c(...)), "\n", sep = " ")
set.seed(20)
n <- 60
x <- round(as.numeric(arima.sim(list(ar = 0.5), n)) * 2 + 5)
y <- round(0.8 * c(5, head(x, -1)) + rnorm(n) + 1)
x[c(7, 30, 31, 55)] <- NA; y[c(1, 18, 44)] <- NA
put("first", ifelse(is.na(x), -99, x)); put("second", ifelse(is.na(y), -99, y))
rx <- rank(x, na.last = "keep"); ry <- rank(y, na.last = "keep")
m <- sum(!is.na(rx)); a <- rx - mean(rx, na.rm = TRUE)
pairs <- sum(!is.na(a[-1] * a[-n]))
r1 <- sum(a[-1] * a[-n], na.rm = TRUE) / sum(a^2, na.rm = TRUE) * (m - 1) / pairs
phi <- (m * r1 + 1) / (m - 3)
white <- function(r) { a <- r - mean(r, na.rm = TRUE); c(NA, a[-1] - phi * a[-n]) }
wx <- white(rx); wy <- white(ry)
auto <- function(w, k) { v <- w - mean(w, na.rm = TRUE); sum(v[(1 + k):n] * v[1:(n - k)], na.rm = TRUE) / sum(v^2, na.rm = TRUE) }
put("phi", phi)
shifts <- sapply(0:(n - 1), function(k) cor(wx, wy[(seq_len(n) - 1 + k) %% n + 1], use = "complete.obs"))
for (lag in 0:3) {
    u <- wx[1:(n - lag)]; v <- wy[(1 + lag):n]; ok <- sum(!is.na(u * v))
    r <- cor(u, v, use = "complete.obs"); up <- ok %/% 4
    s <- sum(sapply(1:up, function(k) (1 - k / ok) * auto(wx, k) * auto(wy, k)))
    eff <- min(ok, 1 / ((1 + 2 * s) / ok)); half <- qnorm(.975) / sqrt(eff - 3)
    far <- sum(abs(shifts) >= abs(shifts[lag + 1]) - 1e-12)
    p <- far / n
    if (far == 1) p <- min(p, 2 * pnorm(-abs(atanh(shifts[lag + 1])) / sqrt(mean(atanh(shifts[-(lag + 1)])^2))))
    put("lag", lag, r, tanh(atanh(r) - half), tanh(atanh(r) + half), p, ok, eff)
}
# Hits with a condition when hits change places within days: the sum of one hypergeometric variable a day; days as entries,
# entries with the condition, hits, hits with it. Difference of Mantel and Haenszel, its 95 % reach, exact two-sided p.
days <- rbind(c(4, 2, 2, 2), c(3, 1, 1, 1), c(5, 2, 2, 2), c(2, 1, 1, 1), c(4, 1, 3, 1), c(3, 2, 1, 0), c(4, 2, 2, 1), c(6, 3, 3, 2),
              c(2, 1, 1, 0), c(3, 0, 2, 0), c(2, 2, 1, 1))
put("within_days", t(days))
dist <- 1; low <- 0
for (i in seq_len(nrow(days))) {
    k <- max(0, days[i, 3] - (days[i, 1] - days[i, 2])):min(days[i, 2], days[i, 3])
    one <- dhyper(k, days[i, 2], days[i, 1] - days[i, 2], days[i, 3])
    dist <- convolve(dist, rev(one), type = "open"); low <- low + k[1]
}
value <- low + seq_along(dist) - 1
e <- sum(days[, 2] * days[, 3] / days[, 1]); w <- sum(days[, 2] * (days[, 1] - days[, 2]) / days[, 1])
v <- sum(ifelse(days[, 1] > 1, days[, 2] * (days[, 1] - days[, 2]) * days[, 3] * (days[, 1] - days[, 3]) / (days[, 1]^2 * pmax(1, days[, 1] - 1)), 0))
obs <- sum(days[, 4])
put("within", (obs - e) / w, qnorm(.975) * sqrt(v) / w, sum(dist[abs(value - e) >= abs(obs - e) - 1e-9]))
# One entry a day: hits with a condition on 15 of 40 days with 18 hits, 11 of them with it.
k <- 0:15; p <- dhyper(k, 15, 25, 18)
put("one_a_day", 11 / 15 - 7 / 25, sum(p[abs(k - 15 * 18 / 40) >= abs(11 - 15 * 18 / 40) - 1e-9]))
