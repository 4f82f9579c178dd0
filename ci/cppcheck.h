/* cppcheck.h - put in front of what cppcheck reads: the loop of jansson that it cannot. */
#define json_object_foreach(object, key, value)                                                    \
	for ((key) = "", (value) = (object); (value); (value) = 0)
#define DIGESTBUMP_VERSION ""
