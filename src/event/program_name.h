// The name of a program whose exec was not seen, from what the kernel shows of it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ak {

// comm, which the kernel cuts at 15 bytes; where comm has that length, the last component of the
// executable or else of an argument (a script's path) that extends it. Without comm, the
// executable's last component.
std::string program_name(std::string_view comm, std::string_view executable,
                         const std::vector<std::string>& args = {});

// The kernel marks the path of a program whose file is gone with " (deleted)".
std::string_view without_deleted(std::string_view executable);

}  // namespace ak
