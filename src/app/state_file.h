// The file in which a pipeline's state outlives the process: "AKSTATE" and the format's version, a
// checksum of what follows, the kernel's boot id, the state.
#pragma once

#include <string>
#include <string_view>

#include "app/pipeline_state.h"
#include "base/result.h"

namespace ak::app {

std::string to_state_file(const PipelineState& state, std::string_view boot_id);

struct StateFile {
  std::string boot_id;
  std::string_view pipeline;  // for Pipeline::load(), within the file's bytes
};

// An error says why the bytes are no whole state of this version.
Result<StateFile> parse_state_file(std::string_view bytes);

}  // namespace ak::app
