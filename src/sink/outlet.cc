#include "sink/outlet.h"

#include <algorithm>
#include <iterator>
#include <utility>

namespace ak::sink {

Outlet::Outlet(NamedSink sink, store::Backlog& backlog, Counters& counters)
    : name_(std::move(sink.name)),
      filter_(std::move(sink.filter)),
      sink_(std::move(sink.sink)),
      counters_(counters),
      position_(backlog.add_sink(name_)) {
  count_queued(backlog);
}

void Outlet::count_queued(store::Backlog& backlog) {
  queued_ = 0;
  if (position_ >= backlog.last_seq()) return;
  for (const store::RowHead& row : backlog.read_heads(position_)) note_arrival(row.head);
}

void Outlet::replace(NamedSink sink, store::Backlog& backlog) {
  sink_->conclude();
  settle(backlog);
  rewind();  // what the old one had not confirmed
  filter_ = std::move(sink.filter);
  sink_ = std::move(sink.sink);
  blocked_ = false;
}

void Outlet::begin_anew(store::Backlog& backlog) {
  position_ = backlog.add_sink(name_);
  page_.clear();
  sent_.clear();
  count_queued(backlog);
}

// --- offering --------------------------------------------------------------------------------

bool Outlet::pump(store::Backlog& backlog) {
  blocked_ = false;
  for (std::size_t offered = 0; offered < limits::kPageRows; ++offered) {
    if (sink_->take_loss()) rewind();
    if (page_.empty()) {
      std::vector<store::Row> rows = backlog.read(position_);
      page_.assign(std::make_move_iterator(rows.begin()), std::make_move_iterator(rows.end()));
      if (page_.empty()) {
        if (backlog.is_readable()) position_ = std::max(position_, backlog.last_seq());
        return false;
      }
    }
    if (!offer(page_.front())) {
      if (sink_->take_loss()) {  // the receiver went away: what it had comes first
        rewind();
        continue;
      }
      blocked_ = true;
      return false;
    }
    position_ = page_.front().seq;
    page_.pop_front();
  }
  return !page_.empty() || position_ < backlog.last_seq();
}

// False: not now.
bool Outlet::offer(const store::Row& row) {
  if (!filter_.wants(head_of(row.message))) return true;
  const bool is_alert = row.message.kind == MessageKind::alert;
  switch (sink_->deliver(row.message)) {
    case Sink::Delivery::later:
      return false;
    case Sink::Delivery::taken:
      counters_.delivered += is_alert ? 1 : 0;
      ++delivered_;
      sent_.push_back({row.seq, row.message.created, is_alert});
      break;
    case Sink::Delivery::never:
      lose(is_alert ? 1 : 0);
      break;
    case Sink::Delivery::nobody:
      break;
  }
  leave_queue();
  return true;
}

void Outlet::rewind() {
  if (sent_.empty()) return;
  for (const Sent& sent : sent_) {
    if (sent.seq > gone_up_to_) {
      ++queued_;
      counters_.redelivered += sent.is_alert ? 1 : 0;
    } else {
      lose(sent.is_alert ? 1 : 0);
    }
  }
  position_ = sent_.front().seq - 1;
  sent_.clear();
  page_.clear();
}

void Outlet::settle(store::Backlog& backlog) {
  if (sink_->take_loss()) rewind();
  const std::size_t open = sink_->unconfirmed();
  while (sent_.size() > open) sent_.pop_front();
  backlog.advance(name_, sent_.empty() ? position_ : sent_.front().seq - 1);
}

// --- losing ----------------------------------------------------------------------------------

void Outlet::lose(std::uint64_t alerts) {
  counters_.dropped_alerts += alerts;
  lost_ += alerts;
  untold_losses_ += alerts;
}

void Outlet::leave_queue() {
  if (queued_ > 0) --queued_;
}

void Outlet::note_dropped(const std::vector<store::RowHead>& rows) {
  if (rows.empty()) return;
  for (const store::RowHead& row : rows) {
    if (row.seq <= position_ || !filter_.wants(row.head)) continue;
    leave_queue();
    lose(row.head.kind == MessageKind::alert ? 1 : 0);
  }
  pass(rows.back().seq);
}

void Outlet::note_damaged(std::int64_t up_to) {
  const std::int64_t rows = std::max<std::int64_t>(up_to - position_, 0);
  const auto lost = std::min(static_cast<std::uint64_t>(rows), queued_);
  queued_ -= lost;
  lose(lost);
  pass(up_to);
}

void Outlet::pass(std::int64_t seq) {
  while (!page_.empty() && page_.front().seq <= seq) page_.pop_front();
  position_ = std::max(position_, seq);
  gone_up_to_ = std::max(gone_up_to_, seq);
}

// --- telling ---------------------------------------------------------------------------------

bool Outlet::at_end(const store::Backlog& backlog) const {
  return position_ >= backlog.last_seq() && !sink_->pending();
}

bool Outlet::drained(const store::Backlog& backlog) const {
  return at_end(backlog) || !sink_->state().up;
}

SinkStatus Outlet::status() const {
  SinkStatus status;
  status.name = name_;
  status.type = sink_->type();
  const SinkState state = sink_->state();
  status.up = state.up;
  status.why = state.why;
  status.queued = queued_ + sent_.size();
  status.delivered = delivered_;
  status.lost = lost_;
  if (!sent_.empty()) {
    status.oldest_waiting = sent_.front().created;
  } else if (!page_.empty()) {
    status.oldest_waiting = page_.front().message.created;
  }
  return status;
}

}  // namespace ak::sink
