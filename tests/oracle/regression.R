# Writes tests/vectors/regression.txt. Needs r-cran-nlme and r-cran-sandwich.
# Run from the top of the tree: Rscript tests/oracle/regression.R > tests/vectors/regression.txt
suppressMessages({library(nlme); library(sandwich)})
cat("# Source: ", R.version.string, "; nlme ", as.character(packageVersion("nlme")), ", sandwich ",
    as.character(packageVersion("sandwich")), ", base lowess;\n", sep = "")
cat("# made by tests/oracle/regression.R from series X of the statistics page.\n")
put <- function(name, ...) cat(name, sprintf("%.17g", c(...)), "\n", sep = " ")
x <- c(6, 7, 5, 8, 6, 4, 7, 5, 6, 3, 5, 6, 4, 5, 3, 4, 6, 2, 4, 3, 5, 2, 3, 4, 2, 3, 1, 4, 2, 3)
t <- seq_along(x); d <- as.numeric(t > 15); since <- (t - 15) * d
all <- data.frame(x, t, d, since)
tight <- glsControl(tolerance = 1e-12, msTol = 1e-14, opt = "optim", optimMethod = "BFGS", returnObject = TRUE)
fit <- function(data, ...) gls(x ~ t + d + since, data = data, correlation = corAR1(form = ~ t, ...), control = tight)
errors <- function(f) sqrt(diag(vcov(f)))
# Coefficients, standard errors, phi, sigma; sigma_e is the residual standard deviation.
write <- function(name, f, phi) put(name, coef(f), errors(f), phi, f$sigma)
for (phi in c(-0.5, 0, 0.3, 0.8)) write("gls_fixed", fit(all, value = phi, fixed = TRUE), phi)
gaps <- all[-c(3, 4, 9, 17, 25), ]
for (phi in c(0.3, 0.6)) write("gls_gaps", fit(gaps, value = phi, fixed = TRUE), phi)
free <- fit(all)
write("gls_free", free, coef(free$modelStruct$corStruct, unconstrained = FALSE))
plain <- lm(x ~ t + d + since, data = all)
put("newey_west", coef(plain), sqrt(diag(NeweyWest(plain, lag = 3, prewhite = FALSE, adjust = TRUE))), summary(plain)$sigma)
# lowess with its default span and three robustifying passes, no interpolation.
u <- c(10, 20, 20, 35, 50, 61, 90, 90, 120, 150, 151, 200, 240, 300, 355)
v <- c(1, 4, 2, 5, 3, 9, 4, 6, 8, 30, 7, 9, 12, 10, 13)
put("lowess_x", u); put("lowess_y", v)
put("lowess", lowess(u, v, f = 2 / 3, iter = 3, delta = 0)$y)
put("lowess_once", lowess(u, v, f = 0.4, iter = 0, delta = 0)$y)
