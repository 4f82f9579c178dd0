/* xml.h - the elements of an XML file as settings.
 *
 * The text of every element that holds nothing else, with the path of names that
 * leads to it: <from><image>x</image></from> is from/image. Comments, attributes and
 * CDATA do not come; entities stay as they are. What is no XML is passed over.
 */
#ifndef DIGESTBUMP_SYNTAX_XML_H
#define DIGESTBUMP_SYNTAX_XML_H

#include <digestbump/syntax/setting.h>

/* As settings_read(); elements that are open count as brackets. */
bool xml_read(struct slice bytes, setting_handler *take, void *data);

#endif
