// The head of a record's line: `[node=N ]type=T msg=audit(SEC.MS:SERIAL): fields…`. By hand, since
// every line of the stream passes here before anything is known of it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/time.h"

namespace ak::audit {

struct RecordHeader {
  std::string_view node;  // within the line; empty without node=
  std::string_view type;  // within the line: "SYSCALL", "UNKNOWN[1420]"
  TimeMs time = 0;
  std::uint64_t serial = 0;
  std::size_t body = 0;  // where the fields begin in the line; its size when there are none
};

// Why a line is no record.
enum class HeaderProblem { none, no_type, bad_node, bad_type, no_message, bad_time, bad_serial };

// Parses the head of `line` into `header`, whose views live as long as the line's bytes.
[[nodiscard]] HeaderProblem parse_header(std::string_view line, RecordHeader& header);

[[nodiscard]] std::string_view describe(HeaderProblem problem);

}  // namespace ak::audit
