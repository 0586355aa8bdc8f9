// A complaint about a text the user wrote (configuration, detection, query), with its place.
// Rendered as
//   FILE:LINE:COL: error[E012]: MESSAGE
//      12 | process where proces.name == "x"
//         |               ^^^^^^^^^^^
//         = hint: did you mean "process.name"?
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ak {

enum class Severity { warning, error };

struct Diagnostic {
  std::string file;        // as the user named it
  std::size_t line = 0;    // from 1; 0: the whole file
  std::size_t column = 0;  // from 1, in bytes
  std::size_t width = 1;   // bytes under the caret
  Severity severity = Severity::error;
  std::string code;         // "E012", or empty
  std::string message;      // one line
  std::string source_line;  // the offending line, without its newline
  std::string hint;         // empty: none
};

// The text above, ending in a newline. Control bytes of the source are shown as '?', long lines
// are cut around the caret: what is rendered is safe for a terminal.
std::string render(const Diagnostic& diagnostic);

bool has_errors(const std::vector<Diagnostic>& diagnostics);

// The complaints about one file: at most limits::kMaxDiagnosticsPerFile are kept, the rest counted,
// so that a hostile file cannot make a report larger than itself.
class DiagnosticList {
 public:
  void add(Diagnostic diagnostic);

  // Whether a further one would only be counted; then this does it without making one.
  [[nodiscard]] bool full() const;
  void leave_out(Severity severity);

  // What was added, in the order of the text, and a last line that counts those left out.
  [[nodiscard]] std::vector<Diagnostic> take();

  [[nodiscard]] bool has_errors() const { return errors_ > 0; }

 private:
  std::vector<Diagnostic> kept_;
  std::size_t errors_ = 0;  // those left out included
  std::size_t left_out_ = 0;
};

// Line number `line` (from 1) of `text`, without its newline; empty beyond the end.
std::string_view line_of(std::string_view text, std::size_t line);

}  // namespace ak
