// The texts of /proc, any bytes.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "lineage/proc_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto stat = ak::parse_proc_stat(text);
  if (stat && stat->start_ticks < 0) std::abort();
  const auto boot_time = ak::parse_boot_time(text);
  if (boot_time && *boot_time < 0) std::abort();
  if (ak::parse_cmdline(text).size() > size) std::abort();
  return 0;
}
