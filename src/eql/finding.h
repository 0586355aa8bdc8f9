// A complaint about a query, and the collection every stage adds to.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/diagnostic.h"

namespace ak::eql {

enum class Code;  // eql/errors.h

// A part of the query's text, in bytes.
struct Span {
  std::size_t offset = 0;
  std::size_t width = 1;
};

// The smallest span that covers both. REQUIRES: `first` begins no later than `last`.
Span cover(Span first, Span last);

// A complaint about the query; offsets are bytes into its text.
struct Finding {
  Severity severity = Severity::error;
  std::string code;  // "E001"…, "W001"… (eql/errors.h)
  std::size_t offset = 0;
  std::size_t width = 1;
  std::string message;
  std::string hint;
};

// Keeps at most limits::kMaxDiagnosticsPerFile findings, and one more that says that there were
// more: a hostile query cannot make a report much larger than itself.
class Findings {
 public:
  // `args` replace the {} of the code's title in turn, cut to a readable length. An empty `hint`
  // stands for the code's own.
  void add(Code code, Span span, std::initializer_list<std::string_view> args = {},
           std::string_view hint = {});

  [[nodiscard]] bool has_errors() const { return has_errors_; }

  // Nothing more is kept: effort for a good hint would be wasted.
  [[nodiscard]] bool is_full() const;

  // What was added, in the order of the text. Leaves the collection empty.
  [[nodiscard]] std::vector<Finding> take();

 private:
  std::vector<Finding> kept_;
  bool has_errors_ = false;
  bool left_out_ = false;
};

}  // namespace ak::eql
