// An event's records as they came, gathered and not yet read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "audit/audit_event.h"

namespace ak::audit {

struct RawRecord {
  int type = 0;              // AUDIT_*; 0: not known to libaudit
  std::uint32_t offset = 0;  // of the line in RawEvent::text
  std::uint32_t size = 0;
  std::uint32_t name = 0;  // the type's name, within the line
  std::uint32_t name_size = 0;
  std::uint32_t body = 0;  // the fields, within the line, up to its end
};

struct RawEvent {
  EventId id;
  std::string text;  // the lines, one after the other with nothing between; EOE left out
  std::vector<RawRecord> records;
  bool is_cut = false;         // some of its records were dropped at a cap
  bool lacks_records = false;  // some that its node is wont to write did not come
  bool is_after_loss = false;  // events of its node are missing that should have come by then
  std::uint64_t boot = 0;      // so often its node was booted since the stream began

  [[nodiscard]] std::string_view line(const RawRecord& record) const {
    return std::string_view(text).substr(record.offset, record.size);
  }
  [[nodiscard]] std::string_view type_name(const RawRecord& record) const {
    return line(record).substr(record.name, record.name_size);
  }
  [[nodiscard]] std::string_view body(const RawRecord& record) const {
    return line(record).substr(record.body);
  }
};

}  // namespace ak::audit
