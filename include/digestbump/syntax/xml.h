/* xml.h - the elements of an XML file as settings.
 *
 * The text of every element without child elements, with the path of names that
 * leads to it: <from><image>x</image></from> is from/image. Comments, attributes and
 * CDATA are not reported; entities are not decoded. Text that is not XML is skipped.
 */
#ifndef DIGESTBUMP_SYNTAX_XML_H
#define DIGESTBUMP_SYNTAX_XML_H

#include <digestbump/syntax/setting.h>

/* As settings_read(); open elements count as brackets. */
bool xml_read(struct slice bytes, setting_handler *take, void *data);

#endif
