package main

import (
	"strconv"

	"github.com/spf13/cobra"

	"lifecircle/geo"
)

// newServices is `lifecircle services`.
func newServices() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "services",
		Short: "List the service codes that --service takes",
		Long: `List the services that can be asked for: code, name in English and Chinese, the circle in which it is
normally checked (minutes and mode), and the group of people it is for.`,
		Example: `  lifecircle services
  lifecircle services --json`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			type service struct {
				Code    string   `json:"code"`
				Name    string   `json:"name"`
				NameZH  string   `json:"name_zh"`
				Minutes int      `json:"minutes"`
				Mode    geo.Mode `json:"mode"`
				Group   string   `json:"group"`
			}
			var all []service
			lines := &sheet{}
			lines.add("Code", "Name", "名称", "Minutes", "Mode", "Group")
			for _, s := range geo.ServiceTypes() {
				all = append(all, service{s.Code, s.Name, s.NameZH, s.Minutes, s.Mode, s.Group.String()})
				lines.add(s.Code, s.Name, s.NameZH, strconv.Itoa(s.Minutes), string(s.Mode), s.Group.String())
			}
			if asJSON {
				return writeJSON(cmd.OutOrStdout(), all)
			}
			return lines.write(cmd.OutOrStdout())
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON")
	return cmd
}
