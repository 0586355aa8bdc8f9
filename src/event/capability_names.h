// Names of capabilities, as ECS has them ("CAP_SYS_PTRACE").
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ak {

// Those of a set of bits, as the kernel prints it: bit n is the capability with the number n of
// linux/capability.h. Numbers that libcap-ng has no name for are told as numbers ("63").
std::vector<std::string> capability_names(std::uint64_t bits);

}  // namespace ak
