// CRC-32 as of gzip and Ethernet: tells a damaged file from a whole one.
#pragma once

#include <cstdint>
#include <string_view>

namespace ak {

std::uint32_t crc32(std::string_view bytes);

}  // namespace ak
