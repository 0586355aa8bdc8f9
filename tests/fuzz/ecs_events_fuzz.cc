// A log of any bytes, from lines to ECS events with their parents, and to JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "audit/reader.h"
#include "event/event_json.h"
#include "input/line_framer.h"
#include "lineage/file_identities.h"
#include "lineage/lineage.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  ak::Counters counters;
  ak::Lineage lineage(counters, nullptr);
  ak::FileIdentities paths(counters, nullptr, 64);
  paths.watch(ak::WatchedFiles::of_kubernetes());
  ak::audit::Reader reader(counters, [&](ak::audit::AuditEvent& audit_event) {
    ak::Normalized normalized = ak::normalize(audit_event, paths, {});
    if (normalized.events.empty()) std::abort();
    lineage.complete(normalized);
    for (const ak::Event& event : normalized.events) {
      const std::string_view path = event.string(ak::Field::file_path);
      if (!path.empty() && path.front() != '/') std::abort();
      if (ak::to_json(event).find('\n') != std::string::npos) std::abort();
    }
  });
  ak::input::LineFramer framer(counters);
  framer.feed(std::string_view(reinterpret_cast<const char*>(data), size));
  while (const auto line = framer.next()) reader.add(*line);
  framer.finish();
  while (const auto line = framer.next()) reader.add(*line);
  reader.flush();
  return 0;
}
