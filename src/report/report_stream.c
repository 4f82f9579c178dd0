#include <digestbump/report/report_stream.h>

enum { PORTION_BYTES = 64 * 1024 };

static void write_out(struct report_stream *stream)
{
	if (stream->text.size)
		stream->write(stream->data, text_slice(&stream->text));
	text_empty(&stream->text);
}

void report_stream_row(struct report_stream *stream)
{
	if (stream->write && stream->text.size >= PORTION_BYTES)
		write_out(stream);
}

void report_stream_end(struct report_stream *stream)
{
	if (!stream->write)
		return;
	write_out(stream);
	text_clear(&stream->text);
}
