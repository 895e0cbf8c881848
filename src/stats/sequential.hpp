#pragma once

/// p-values by draws that stop where more draws would change nothing.
namespace attune::stats {

/// Counts draws that are as far as the observed one, until the p-value is certain to be no finding:
/// after 50 as far it is 50 by the draws so far, otherwise (1 + as far) / (1 + draws). Source:
/// Besag & Clifford 1991, Biometrika 78, 301-304.
class SequentialP {
  public:
    void note(bool as_far) {
        ++draws_;
        as_far_ += as_far ? 1 : 0;
    }
    [[nodiscard]] bool settled() const { return as_far_ >= kEnough; }
    [[nodiscard]] double p() const {
        if (settled()) return static_cast<double>(as_far_) / static_cast<double>(draws_);
        return static_cast<double>(1 + as_far_) / static_cast<double>(1 + draws_);
    }

  private:
    static constexpr long kEnough = 50;
    long draws_ = 0;
    long as_far_ = 0;
};

}  // namespace attune::stats
