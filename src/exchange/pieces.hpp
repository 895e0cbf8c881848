#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "attune/exchange/record_writer.hpp"

namespace attune::exchange {

/// Gathers output into large pieces.
class Pieces {
  public:
    explicit Pieces(OutputSink sink) : sink_(std::move(sink)) {}

    [[nodiscard]] Status add(std::string_view text) {
        waiting_ += text;
        return waiting_.size() < kPieceBytes ? Status{} : flush();
    }
    /// Hands over what is left.
    [[nodiscard]] Status flush() {
        if (waiting_.empty()) return {};
        const std::string piece = std::exchange(waiting_, {});
        return sink_(piece);
    }

  private:
    static constexpr std::size_t kPieceBytes = std::size_t{64} << 10;
    OutputSink sink_;
    std::string waiting_;
};

}  // namespace attune::exchange
