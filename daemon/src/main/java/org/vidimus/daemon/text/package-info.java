/// Text for people: escaping of what came from the network, and the nearest name to a mistyped one.
package org.vidimus.daemon.text;
