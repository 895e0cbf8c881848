# Real respondents for `attune quiz score`: writes the 25 personality items of psychTools::bfi (2,800 people, 508 blank
# cells) as CSV, and what R makes of them: one scored row a person, and per scale n, mean, sd, alpha and lambda-6.
#
#   Rscript bfi.R FOLDER      writes items.csv, scores.csv and scales.csv there
suppressPackageStartupMessages(library(psych))
folder <- commandArgs(trailingOnly = TRUE)[1]
items <- psychTools::bfi[, 1:25]
names(items) <- tolower(names(items))
people <- sprintf("p%04d", seq_len(nrow(items)))
put <- function(table, file, ...) {
    write.csv(table, file.path(folder, file), row.names = FALSE, quote = FALSE, na = "", ...)
}
put(data.frame(id = people, items), "items.csv")

keys <- list(
    a = c("-a1", "a2", "a3", "a4", "a5"), c = c("c1", "c2", "c3", "-c4", "-c5"),
    e = c("-e1", "-e2", "e3", "e4", "e5"), n = c("n1", "n2", "n3", "n4", "n5"),
    o = c("o1", "-o2", "o3", "o4", "-o5"))

# Means of the items that were answered, by psych and once more by hand.
scored <- scoreItems(keys, items, missing = TRUE, impute = "none", min = 1, max = 6)$scores
keyed <- lapply(keys, function(key) {
    reversed <- startsWith(key, "-")
    part <- items[, sub("-", "", key, fixed = TRUE)]
    part[, reversed] <- 7 - part[, reversed]
    part
})
by_hand <- sapply(keyed, rowMeans, na.rm = TRUE)
by_hand[is.nan(by_hand)] <- NA
stopifnot(max(abs(scored - by_hand), na.rm = TRUE) < 1e-12)
put(data.frame(id = people, format(by_hand, digits = 17, trim = TRUE)), "scores.csv")

scales <- t(sapply(names(keyed), function(name) {
    # Items as they are keyed; alpha and lambda-6 from covariances of complete answers to the scale.
    complete <- keyed[[name]][complete.cases(keyed[[name]]), ]
    reliability <- suppressWarnings(psych::alpha(complete, check.keys = FALSE))$total
    column <- by_hand[, name]
    c(n = sum(!is.na(column)), blank = sum(is.na(keyed[[name]])), mean = mean(column, na.rm = TRUE),
      sd = sd(column, na.rm = TRUE), complete = nrow(complete),
      alpha = reliability$raw_alpha, lambda6 = reliability[["G6(smc)"]])
}))
put(data.frame(scale = rownames(scales), format(scales, digits = 17, trim = TRUE)), "scales.csv")
