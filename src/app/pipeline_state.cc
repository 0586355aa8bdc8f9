#include "app/pipeline_state.h"

#include "app/pipeline.h"
#include "detect/noise_state.h"

namespace ak::app {
namespace {

template <typename State>
void write_part(const State& state, ByteWriter& out) {
  ByteWriter part;
  write(state, part);
  out.text(part.bytes());
}

// Each part stands apart by its size, and must be what it is to its end.
template <typename Load>
bool load_part(ByteReader& in, Load load) {
  ByteReader part(in.text());
  return !in.failed() && load(part) && part.at_end();
}

}  // namespace

void write(const PipelineState& state, ByteWriter& out) {
  write_part(state.lineage, out);
  out.text(state.files);
  out.text(state.ended_watches);
  write_part(state.engine, out);
  write_part(state.noise, out);
  out.text(state.stream);
}

PipelineState Pipeline::save() const {
  PipelineState state;
  state.lineage = lineage_.save();
  ByteWriter files;
  files_.save(files);
  state.files = files.take();
  ByteWriter ended_watches;
  ended_watches_.save(ended_watches);
  state.ended_watches = ended_watches.take();
  state.engine = engine_.save();
  state.noise = noise_.save();
  ByteWriter stream;
  reader_.save(stream);
  state.stream = stream.take();
  return state;
}

bool Pipeline::load_noise(ByteReader& in) {
  const detect::NoiseState state = detect::read_noise_state(in);
  if (in.failed()) return false;
  noise_.restore(state);
  return true;
}

// The stream is last, since a reader that has loaded something cannot forget it.
bool Pipeline::load(std::string_view bytes) {
  ByteReader in(bytes);
  const bool is_whole =
      load_part(in, [this](ByteReader& part) { return lineage_.load(part); }) &&
      load_part(in, [this](ByteReader& part) { return files_.load(part); }) &&
      load_part(in, [this](ByteReader& part) { return ended_watches_.load(part); }) &&
      load_part(in, [this](ByteReader& part) { return engine_.load(part); }) &&
      load_part(in, [this](ByteReader& part) { return load_noise(part); }) &&
      load_part(in, [this](ByteReader& part) { return reader_.load(part); }) && in.at_end();
  if (is_whole) {
    files_.look_at_links();  // what is read next is told by them
    return true;
  }
  lineage_.forget();
  files_.forget();
  ended_watches_.clear();
  engine_.forget();
  noise_.restore({});
  return false;
}

}  // namespace ak::app
