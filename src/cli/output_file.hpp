#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "attune/base/result.hpp"
#include "cli/context.hpp"

namespace attune::cli {

/// A result that goes to a file of the person's (0600) or to standard output. The file takes its
/// name only when it is whole: until then, and after any error, what stood there is untouched.
class OutputFile {
  public:
    /// `name` is what -o was given; nothing or `-` is standard output. A file that is there already
    /// is replaced when `replace` says so or the person on the terminal does; else Usage naming
    /// `--force`. What is no regular file is never replaced: Usage.
    [[nodiscard]] static Result<OutputFile> open(Context& context,
                                                 const std::optional<std::string>& name,
                                                 bool replace);
    OutputFile(OutputFile&&) noexcept = default;
    OutputFile& operator=(OutputFile&&) = delete;
    ~OutputFile();

    [[nodiscard]] bool is_file() const { return !path_.empty(); }
    [[nodiscard]] Status write(std::string_view bytes);
    /// Gives the file its name; does nothing for standard output.
    [[nodiscard]] Status publish();

  private:
    explicit OutputFile(Context& context) : context_(&context) {}
    [[nodiscard]] std::string temporary() const { return path_ + ".part"; }

    Context* context_;
    std::string path_;
    std::unique_ptr<host::File> file_;
};

}  // namespace attune::cli
