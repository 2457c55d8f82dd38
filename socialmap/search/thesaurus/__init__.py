"""The thesaurus of a platform: own words beside the shipped ones, changed at the desk."""
