# Real respondents for `attune quiz score`: writes the 25 personality items of psychTools::bfi (2,800 people, 508 blank
# cells) as CSV, and what R makes of them.
#
#   Rscript bfi.R FOLDER
#       items.csv     the answers; bfi.toml beside this file is their key
#       scores.csv    per person: mean of the answered items of each scale (a ... o), the same where at least four of
#                     five were answered (a_most ...), and where all were (a_all ...)
#       scales.csv    per scale: n, mean, SD, alpha and lambda-6 from pairwise covariances, alpha of complete people
#       rest.csv      per item: its correlation with the rest of its scale (psych calls it r.drop)
suppressPackageStartupMessages(library(psych))
folder <- commandArgs(trailingOnly = TRUE)[1]
items <- psychTools::bfi[, 1:25]
names(items) <- tolower(names(items))
people <- sprintf("p%04d", seq_len(nrow(items)))
put <- function(table, file) {
    write.csv(table, file.path(folder, file), row.names = FALSE, quote = FALSE, na = "")
}
exact <- function(table) {
    text <- format(table, digits = 17, trim = TRUE)
    text[is.na(table)] <- ""
    text
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
answered <- sapply(keyed, function(part) rowSums(!is.na(part)))
from <- function(count, suffix) {
    kept <- by_hand
    kept[answered < count] <- NA
    colnames(kept) <- paste0(colnames(kept), suffix)
    exact(kept)
}
put(data.frame(id = people, from(1, ""), from(4, "_most"), from(5, "_all")), "scores.csv")

reliability <- function(part) suppressWarnings(psych::alpha(part, check.keys = FALSE))
scales <- t(sapply(names(keyed), function(name) {
    part <- keyed[[name]]
    pairwise <- reliability(part)$total
    complete <- part[complete.cases(part), ]
    column <- by_hand[, name]
    c(n = sum(!is.na(column)), blank = sum(is.na(part)), mean = mean(column, na.rm = TRUE),
      sd = sd(column, na.rm = TRUE), alpha = pairwise$raw_alpha, lambda6 = pairwise[["G6(smc)"]],
      complete = nrow(complete), alpha_complete = reliability(complete)$total$raw_alpha)
}))
put(data.frame(scale = rownames(scales), exact(scales)), "scales.csv")

rest <- do.call(rbind, lapply(keyed, function(part) {
    data.frame(item = names(part), rest = exact(reliability(part)$item.stats$r.drop),
               mean = exact(colMeans(part, na.rm = TRUE)), sd = exact(apply(part, 2, sd, na.rm = TRUE)))
}))
put(rest, "rest.csv")
