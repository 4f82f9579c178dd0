// `standalone` puts the server and what it needs into one folder: that is all the image holds.
module.exports = { output: 'standalone' };
