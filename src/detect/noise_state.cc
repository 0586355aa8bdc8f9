#include "detect/noise_state.h"

#include "base/limits.h"

namespace ak::detect {
namespace {

void write(const HeldBack& held_back, ByteWriter& out) {
  out.number(held_back.count);
  out.integer(held_back.first);
  out.integer(held_back.last);
}

HeldBack read_held_back(ByteReader& in) {
  HeldBack held_back;
  held_back.count = in.number();
  held_back.first = in.integer();
  held_back.last = in.integer();
  return held_back;
}

}  // namespace

void write(const NoiseState& state, ByteWriter& out) {
  out.number(state.groups.size());
  for (const Suppressor::Group& group : state.groups) {
    out.text(group.key);
    out.integer(group.raised);
    out.integer(group.window_ms);
    write(group.held_back, out);
  }
  out.number(state.buckets.size());
  for (const RateLimiter::Bucket& bucket : state.buckets) {
    out.text(bucket.key);
    out.integer(bucket.filled);
    out.integer(bucket.level);
    write(bucket.held_back, out);
  }
}

NoiseState read_noise_state(ByteReader& in) {
  constexpr std::int64_t kFullest = limits::kMaxAlertBurst * 60'000;  // of a bucket
  NoiseState state;
  state.groups.resize(in.count(limits::kMaxSuppressedGroups));
  for (Suppressor::Group& group : state.groups) {
    group.key = in.text(limits::kMaxGroupKeyBytes);
    group.raised = in.integer();
    group.window_ms = in.integer();
    group.held_back = read_held_back(in);
    if (in.failed()) return {};
  }
  state.buckets.resize(in.count(limits::kMaxRateLimits));
  for (RateLimiter::Bucket& bucket : state.buckets) {
    bucket.key = in.text(limits::kMaxGroupKeyBytes);
    bucket.filled = in.integer();
    bucket.level = in.integer();
    bucket.held_back = read_held_back(in);
    if (bucket.level < 0 || bucket.level > kFullest) in.fail();
    if (in.failed()) return {};
  }
  return in.failed() ? NoiseState{} : state;
}

}  // namespace ak::detect
