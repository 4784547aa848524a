SELECT raise_error(:state::text, :message::text)
