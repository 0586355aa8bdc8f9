// A log of any bytes, from lines to events.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "audit/reader.h"
#include "input/line_framer.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ak::Counters counters;
  std::size_t events = 0;
  ak::audit::Reader reader(counters, [&](ak::audit::AuditEvent& event) {
    if (event.records.empty() || event.argc < event.argv.size()) std::abort();
    ++events;
  });
  ak::input::LineFramer framer(counters);
  framer.feed(std::string_view(reinterpret_cast<const char*>(data), size));
  while (const auto line = framer.next()) reader.add(*line);
  framer.finish();
  while (const auto line = framer.next()) reader.add(*line);
  reader.flush();
  if (events != counters.events) std::abort();
  return 0;
}
