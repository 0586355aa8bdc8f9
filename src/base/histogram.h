// How long something took, each time: counts by bucket, for the reader's status. Written by one
// thread, read by any.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace ak {

class Histogram {
 public:
  // A duration falls into the first bucket whose bound it does not exceed; a longer one into a last
  // bucket without bound.
  static constexpr std::array<std::chrono::microseconds, 11> kBounds = {
      std::chrono::microseconds(100),      std::chrono::microseconds(200),
      std::chrono::microseconds(500),      std::chrono::microseconds(1000),
      std::chrono::microseconds(2000),     std::chrono::microseconds(5000),
      std::chrono::microseconds(10'000),   std::chrono::microseconds(20'000),
      std::chrono::microseconds(50'000),   std::chrono::microseconds(100'000),
      std::chrono::microseconds(1'000'000)};

  void add(std::chrono::nanoseconds duration);

  struct Reading {
    std::array<std::uint64_t, kBounds.size() + 1> counts{};  // not cumulative
    std::uint64_t count = 0;
    std::chrono::nanoseconds sum{0};
    std::chrono::nanoseconds longest{0};
  };
  [[nodiscard]] Reading read() const;

 private:
  std::array<std::atomic<std::uint64_t>, kBounds.size() + 1> counts_{};
  std::atomic<std::int64_t> sum_ns_{0};
  std::atomic<std::int64_t> longest_ns_{0};
};

}  // namespace ak
