# Writes tests/vectors/series.txt. Needs r-cran-psych, r-cran-survival and r-cran-strucchange.
# Run from the top of the tree: Rscript tests/oracle/series.R > tests/vectors/series.txt
suppressMessages({library(psych); library(survival); library(strucchange)})
cat("# Source: ", R.version.string, "; psych ", as.character(packageVersion("psych")), ", survival ",
    as.character(packageVersion("survival")), ", strucchange ", as.character(packageVersion("strucchange")), ";\n", sep = "")
cat("# made by tests/oracle/series.R from series X of the statistics page and its other fixtures.\n")
put <- function(name, ...) cat(name, sprintf("%.17g", c(...)), "\n", sep = " ")
x <- c(6, 7, 5, 8, 6, 4, 7, 5, 6, 3, 5, 6, 4, 5, 3, 4, 6, 2, 4, 3, 5, 2, 3, 4, 2, 3, 1, 4, 2, 3)
n <- length(x); t <- seq_len(n)
put("mssd", mssd(x)); put("rmssd", rmssd(x))
r <- acf(x, plot = FALSE)$acf[2]
put("acf1", r); put("inertia", (n * r + 1) / (n - 3))
pairs <- combn(n, 2)
slopes <- (x[pairs[2, ]] - x[pairs[1, ]]) / (pairs[2, ] - pairs[1, ])
put("theil_sen", median(slopes))
ties <- table(x)
s <- sum(sign(slopes)); v <- (n * (n - 1) * (2 * n + 5) - sum(ties * (ties - 1) * (2 * ties + 5))) / 18
z <- (s - sign(s)) / sqrt(v)
put("mann_kendall", s, v, z, 2 * pnorm(-abs(z)), cor(x, t, method = "kendall"))
reach <- qnorm(.975) * sqrt(v); sorted <- sort(slopes)
put("sen_interval", sorted[round((length(slopes) - reach) / 2)], sorted[round((length(slopes) + reach) / 2) + 1])
bp <- breakpoints(x ~ 1, h = 5)
for (m in 0:3) {
    one <- if (m == 0) numeric(0) else breakpoints(bp, breaks = m)$breakpoints
    put(paste0("breaks", m), one, summary(bp)$RSS["RSS", m + 1], summary(bp)$RSS["BIC", m + 1])
}
test <- sctest(efp(x ~ 1, type = "OLS-CUSUM"))
put("cusum", test$statistic, test$p.value)
ratings <- matrix(c(7,5,6, 8,3,7, 2,1,3, 6,5,4, 9,4,8, 4,3,2, 5,6,3, 8,7,7), ncol = 3, byrow = TRUE)
icc <- ICC(ratings, lmer = FALSE)$results
put("icc", icc["Single_raters_absolute", "ICC"], icc["Average_random_raters", "ICC"], icc["Average_fixed_raters", "ICC"])
time <- c(20, 45, 60, 30, 120, 15, 90, 240, 35, 60); ended <- c(1, 1, 1, 1, 0, 1, 1, 0, 1, 1)
for (scale in c("log", "log-log")) {
    fit <- survfit(Surv(time, ended) ~ 1, conf.type = scale)
    name <- if (scale == "log") "log" else "loglog"
    q <- quantile(fit, .5)
    put(paste0("median_time_", name), q$quantile, q$lower, if (is.na(q$upper)) -1 else q$upper)
    for (i in which(fit$n.event > 0)) put(paste0("survival_", name), fit$time[i], fit$surv[i], fit$lower[i], fit$upper[i])
}
p <- c(.8, .6, .9, .7, .5, .75); o <- c(0, 0, 1, 0, 0, 1); b <- mean(o)
put("brier", mean((p - o)^2), b * (1 - b), 1 - mean((p - o)^2) / (b * (1 - b)))
put("spiegelhalter", sum((o - p) * (1 - 2 * p)) / sqrt(sum((1 - 2 * p)^2 * p * (1 - p))))
# Exact p of a difference of means by all 70 divisions of eight days into four and four.
days <- c(3, 9, 4, 8, 2, 7, 6, 1); held <- c(0, 1, 0, 1, 0, 1, 1, 0)
observed <- mean(days[held == 1]) - mean(days[held == 0])
all <- apply(combn(8, 4), 2, function(i) mean(days[i]) - mean(days[-i]))
put("day_labels", observed, mean(abs(all) >= abs(observed) - 1e-12))
shifts <- sapply(0:(n - 1), function(k) cor(x[(seq_len(n) - 1 + k) %% n + 1], rev(x)^2))
put("circular", mean(abs(shifts) >= abs(shifts[1]) - 1e-12))
