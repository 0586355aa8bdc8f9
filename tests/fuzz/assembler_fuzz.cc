// A short program of records over few events, one byte a record: what goes in comes out, once, or
// is counted.
#include <fmt/format.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "audit/assembler.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static constexpr const char* kTypes[] = {"SYSCALL",  "PATH",          "PROCTITLE", "EOE",
                                           "USER_CMD", "CONFIG_CHANGE", "NEW",       "CWD"};
  ak::Counters counters;
  std::size_t out = 0;
  ak::audit::Assembler assembler(counters, [&](const ak::audit::RawEvent& raw) {
    if (raw.records.empty()) std::abort();
    out += raw.records.size();
  });
  std::size_t in = 0;
  for (std::size_t i = 0; i < size; ++i) {
    const char* const type = kTypes[data[i] & 7u];
    const unsigned serial = (data[i] >> 3u) & 15u;
    const std::size_t seconds = 1 + i * (data[i] >> 7u);
    const std::string line = fmt::format("type={} msg=audit({}.000:{}): a=b", type,
                                         (data[i] >> 7u) != 0 ? seconds : 1, serial);
    ak::audit::RecordHeader header;
    if (ak::audit::parse_header(line, header) != ak::audit::HeaderProblem::none) std::abort();
    assembler.add(line, header);
    if (header.type != "EOE") ++in;
  }
  assembler.flush();
  const std::size_t counted =
      counters.late_records + counters.dropped_records + counters.duplicate_records;
  if (in != out + counted) std::abort();
  if (assembler.open_events() != 0) std::abort();
  return 0;
}
