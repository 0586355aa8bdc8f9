#include "base/histogram.h"

#include <algorithm>

namespace ak {

void Histogram::add(std::chrono::nanoseconds duration) {
  const auto bound = std::lower_bound(kBounds.begin(), kBounds.end(), duration);
  const auto bucket = static_cast<std::size_t>(bound - kBounds.begin());
  counts_.at(bucket).fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(duration.count(), std::memory_order_relaxed);
  if (duration.count() > longest_ns_.load(std::memory_order_relaxed)) {
    longest_ns_.store(duration.count(), std::memory_order_relaxed);
  }
}

Histogram::Reading Histogram::read() const {
  Reading reading;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    reading.counts.at(i) = counts_.at(i).load(std::memory_order_relaxed);
    reading.count += reading.counts.at(i);
  }
  reading.sum = std::chrono::nanoseconds(sum_ns_.load(std::memory_order_relaxed));
  reading.longest = std::chrono::nanoseconds(longest_ns_.load(std::memory_order_relaxed));
  return reading;
}

}  // namespace ak
