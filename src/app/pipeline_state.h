// What a pipeline knows, to be kept over a restart. Taken in a moment on the reader's thread; the
// greater part is shared and written out later, on any thread.
#pragma once

#include <string>

#include "base/bytes.h"
#include "detect/engine.h"
#include "detect/noise.h"
#include "lineage/lineage_state.h"

namespace ak::app {

struct PipelineState {
  LineageState lineage;
  std::string files;
  std::string ended_watches;
  detect::EngineState engine;
  detect::NoiseState noise;
  std::string stream;  // the position, ids of events, serials
};

// For Pipeline::load().
void write(const PipelineState& state, ByteWriter& out);

}  // namespace ak::app
