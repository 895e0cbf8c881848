#pragma once

/// Distribution functions and their inverses. All are pure and good to about 1e-12 in relative
/// terms; arguments outside the stated ranges are mistakes of the caller and stop the program.
namespace attune::stats {

/// P(Z <= x) of the standard normal distribution, exact in relative terms far into the lower tail.
[[nodiscard]] double normal_cdf(double x);

/// The x with P(Z <= x) = p, for p in [0, 1]; minus infinity at 0, infinity at 1.
/// Source: start value Abramowitz & Stegun 1964, 26.2.23; polished by Halley steps on the exact
/// tail.
[[nodiscard]] double normal_quantile(double p);

/// ln B(a, b) = ln G(a) + ln G(b) - ln G(a + b), for a, b > 0, without cancellation for large
/// arguments. Source: Stirling series, Abramowitz & Stegun 1964, 6.1.41.
[[nodiscard]] double log_beta(double a, double b);

/// Regularised incomplete beta function I_x(a, b), which is P(X <= x) of a Beta(a, b) variable; x
/// in [0, 1], a, b > 0. Source: continued fraction DLMF 8.17.22, evaluated by the method of Lentz
/// 1976 (Thompson & Barnett 1986).
[[nodiscard]] double incomplete_beta(double x, double a, double b);

/// The x with I_x(a, b) = p: the quantile of the Beta(a, b) distribution; p in [0, 1], a, b > 0.
[[nodiscard]] double beta_quantile(double p, double a, double b);

/// P(T <= t) of Student's t with `df` > 0 degrees of freedom, which need not be whole.
[[nodiscard]] double student_t_cdf(double t, double df);

/// The t with P(T <= t) = p, p in (0, 1), df > 0.
/// Source: T^2 / (df + T^2) is Beta(1/2, df/2); Abramowitz & Stegun 1964, 26.5.27.
[[nodiscard]] double student_t_quantile(double p, double df);

}  // namespace attune::stats
