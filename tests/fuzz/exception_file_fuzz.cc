// A file of exceptions, of any bytes: each read or complained about, each complaint at a place that
// exists, and what was read can be asked.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "base/limits.h"
#include "detect/exception_file.h"
#include "detect/exceptions.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  ak::DiagnosticList complaints;
  std::vector<ak::detect::Exception> read;
  ak::detect::read_exception_file(text, "file", complaints, read);
  const auto diagnostics = complaints.take();
  if (diagnostics.size() > ak::limits::kMaxDiagnosticsPerFile + 1) std::abort();
  for (const ak::Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.line > 0 && diagnostic.column > diagnostic.source_line.size() + 2) std::abort();
    if (ak::render(diagnostic).find('\x1b') != std::string_view::npos) std::abort();
  }
  for (const ak::detect::Exception& exception : read) {
    if (exception.detections.empty() || exception.reason.empty() || exception.author.empty() ||
        exception.condition_text.empty() || exception.detection_place.line == 0) {
      std::abort();
    }
  }
  const ak::detect::Exceptions exceptions(std::move(read));
  ak::Event event;
  event.set(ak::Field::process_name, std::string("ok"));
  (void)exceptions.find("rule", event, {});
  (void)exceptions.expiry_warnings(0, true);
  return 0;
}
