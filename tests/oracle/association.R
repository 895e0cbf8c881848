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
