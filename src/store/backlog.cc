#include "store/backlog.h"

#include <algorithm>
#include <utility>

namespace ak::store {

Backlog::Backlog(Limits limits, Counters& counters, Reporter report, Time now)
    : limits_(std::move(limits)),
      counters_(counters),
      report_(std::move(report)),
      store_(limits_.store),
      next_try_(now),
      last_write_(now) {
  if (in_memory_only()) return;
  Outcome ignored;
  open(ignored);
  if (failing_) next_try_ = now + limits_.retry_interval;
}

// --- places of sinks -------------------------------------------------------------------------

std::int64_t Backlog::add_sink(const std::string& name) {
  const auto [place, is_new] = cursors_.emplace(name, last_seq_);
  changed_ = changed_ || is_new;
  return place->second;
}

void Backlog::keep_sinks(const std::vector<std::string>& names) {
  for (auto place = cursors_.begin(); place != cursors_.end();) {
    const bool keep = std::find(names.begin(), names.end(), place->first) != names.end();
    place = keep ? std::next(place) : cursors_.erase(place);
    changed_ = changed_ || !keep;
  }
}

void Backlog::remove_sink(const std::string& name) {
  changed_ = cursors_.erase(name) > 0 || changed_;
}

void Backlog::advance(const std::string& sink, std::int64_t seq) {
  std::int64_t& place = cursors_[sink];
  changed_ = changed_ || place != seq;
  place = seq;
}

std::int64_t Backlog::taken() const {
  std::int64_t least = last_seq_;
  for (const auto& [sink, seq] : cursors_) least = std::min(least, seq);
  return least;
}

// --- writing ---------------------------------------------------------------------------------

Backlog::Outcome Backlog::commit(std::vector<Message> batch, Time now) {
  Outcome outcome;
  take_in(std::move(batch));
  if (!in_memory_only() && (!failing_ || now >= next_try_)) {
    if (std::exchange(unreadable_, false)) failed(outcome);
    const bool was_flushed = !unflushed_;
    write_all(outcome, now);
    // A damaged store is replaced at once.
    if (!store_.is_open() && store_.trouble() == Trouble::damaged) write_all(outcome, now);
    if (was_flushed && unflushed_) unflushed_since_ = now;
    if (failing_) next_try_ = now + limits_.retry_interval;
    flush_if_due(now);
  }
  if (in_memory_only() || failing_) let_go(taken());
  bound(outcome);
  return outcome;
}

void Backlog::write_all(Outcome& outcome, Time now) {
  if (!store_.is_open()) open(outcome);
  if (store_.is_open() && (changed_ || failing_ || !held_.empty())) write(outcome, now);
}

void Backlog::take_in(std::vector<Message> batch) {
  for (Message& message : batch) {
    // Above all that a store may hold that could not be opened so far: those count from 1.
    constexpr std::int64_t kRoom = 1024;
    if (!in_memory_only() && !had_store_ && last_seq_ == 0) last_seq_ = message.created * kRoom;
    forget_topic(topic_of(message));
    held_bytes_ += message.json.size();
    held_.push_back({++last_seq_, std::move(message)});
  }
}

void Backlog::forget_topic(const std::string& topic) {
  if (topic.empty()) return;
  const auto older = std::find_if(held_.begin(), held_.end(),
                                  [&](const Row& row) { return topic_of(row.message) == topic; });
  if (older == held_.end()) return;
  held_bytes_ -= older->message.json.size();
  held_.erase(older);
}

void Backlog::open(Outcome& outcome) {
  bool opened = store_.open();
  if (!opened && store_.trouble() == Trouble::damaged) {
    abandon(outcome);
    opened = store_.open();
  }
  if (!opened) {
    failed(outcome);
    return;
  }
  if (!had_store_) {
    outcome.begins_anew = !cursors_.empty();
    for (const auto& [sink, seq] : store_.cursors()) {
      if (!outcome.begins_anew || cursors_.count(sink) > 0) cursors_[sink] = seq;
    }
    last_seq_ = std::max(last_seq_, store_.last_seq());
    had_store_ = true;
  }
}

void Backlog::write(Outcome& outcome, Time now) {
  const auto elapsed = std::chrono::duration_cast<std::chrono::milliseconds>(now - last_write_);
  Store::Change change{&held_, cursors_, taken(), elapsed.count()};
  if (store_.write(change, outcome.dropped)) {
    last_write_ += elapsed;  // whole milliseconds, so that none is lost on the way
    written();
    return;
  }
  failed(outcome);
  if (store_.trouble() != Trouble::full || !store_.is_open()) return;
  // What was taken can go even so, and makes room.
  change.rows = nullptr;
  change.cursors = cursors_;
  for (auto& [sink, seq] : change.cursors) seq = std::min(seq, store_.last_seq());
  change.taken = std::min(change.taken, store_.last_seq());
  change.elapsed_ms = 0;
  static_cast<void>(store_.write(change, outcome.dropped));
}

void Backlog::written() {
  if (std::exchange(failing_, false)) report_("alerts are stored again in " + store_.path());
  counters_.stored +=
      static_cast<std::uint64_t>(std::count_if(held_.begin(), held_.end(), [](const Row& row) {
        return row.message.kind == MessageKind::alert;
      }));
  held_.clear();
  held_bytes_ = 0;
  changed_ = false;
  unflushed_ = true;
}

void Backlog::failed(Outcome& outcome) {
  ++counters_.store_failures;
  if (!std::exchange(failing_, true)) {
    report_("cannot store alerts in " + store_.path() + ": " + store_.problem() +
            "; they are kept in memory and delivered from there");
  }
  if (store_.trouble() == Trouble::damaged && store_.is_open()) abandon(outcome);
}

void Backlog::abandon(Outcome& outcome) {
  ++counters_.damaged_stores;
  outcome.damaged_up_to = store_.last_seq();
  const std::string problem = store_.problem();
  const bool aside = store_.set_aside();
  report_("the store " + store_.path() + " cannot be used: " + problem +
          (aside ? "; it was moved aside to " + store_.path() + ".damaged"
                 : "; nor can it be moved aside"));
  changed_ = true;
}

void Backlog::let_go(std::int64_t taken) {
  while (!held_.empty() && held_.front().seq <= taken) {
    held_bytes_ -= held_.front().message.json.size();
    held_.pop_front();
  }
}

void Backlog::bound(Outcome& outcome) {
  while (held_.size() > limits_.max_held_alerts || held_bytes_ > limits_.max_held_bytes) {
    const Row& oldest = held_.front();
    outcome.dropped.push_back({oldest.seq, head_of(oldest.message)});
    held_bytes_ -= oldest.message.json.size();
    held_.pop_front();
  }
}

void Backlog::flush_if_due(Time now) {
  if (!unflushed_ || now - unflushed_since_ < limits_.flush_interval || !store_.is_open()) return;
  unflushed_ = false;
  if (!store_.flush()) ++counters_.store_failures;
}

// --- reading ---------------------------------------------------------------------------------

std::vector<Row> Backlog::read(std::int64_t after) {
  std::vector<Row> rows;
  if (store_.is_open() && after < store_.last_seq() && store_.rows() > 0) {
    if (!store_.read(after, limits::kPageRows, limits::kPageBytes, rows)) {
      unreadable_ = true;  // dealt with by commit(), which can say what was lost
      rows.clear();
    }
    if (!rows.empty() || unreadable_) return rows;
  }
  std::size_t bytes = 0;
  const auto first =
      std::upper_bound(held_.begin(), held_.end(), after,
                       [](std::int64_t seq, const Row& row) { return seq < row.seq; });
  for (auto row = first; row != held_.end(); ++row) {
    if (rows.size() >= limits::kPageRows || bytes >= limits::kPageBytes) break;
    bytes += row->message.json.size();
    rows.push_back(*row);
  }
  return rows;
}

std::vector<RowHead> Backlog::read_heads(std::int64_t after) {
  std::vector<RowHead> heads;
  if (store_.is_open() && !store_.read_heads(after, heads)) unreadable_ = true;
  for (const RowHead& head : held_heads()) {
    if (head.seq > after) heads.push_back(head);
  }
  return heads;
}

std::vector<RowHead> Backlog::held_heads() const {
  std::vector<RowHead> heads;
  for (const Row& row : held_) heads.push_back({row.seq, head_of(row.message)});
  return heads;
}

}  // namespace ak::store
